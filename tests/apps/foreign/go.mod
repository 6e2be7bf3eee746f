module example.org/slipway/foreign

go 1.21
