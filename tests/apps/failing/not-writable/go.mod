module example.org/slipway/failing/not-writable

go 1.21
