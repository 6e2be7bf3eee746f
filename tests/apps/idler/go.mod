module example.org/slipway/idler

go 1.21
