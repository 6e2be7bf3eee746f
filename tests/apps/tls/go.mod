module example.org/slipway/tls

go 1.21
