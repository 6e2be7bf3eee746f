module example.org/slipway/server

go 1.21
