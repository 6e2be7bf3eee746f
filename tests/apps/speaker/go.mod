module example.org/slipway/speaker

go 1.21
