module example.org/slipway/templates

go 1.21
