module example.org/slipway/loopback

go 1.21
