module example.org/slipway/embedded

go 1.21
