module example.org/slipway/shouter

go 1.21
