module example.org/slipway/low-port

go 1.21
