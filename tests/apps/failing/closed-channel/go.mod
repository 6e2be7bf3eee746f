module example.org/slipway/failing/closed-channel

go 1.21
