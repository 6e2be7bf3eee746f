module example.org/slipway/chatter

go 1.21
