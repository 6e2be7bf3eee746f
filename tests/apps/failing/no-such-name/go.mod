module example.org/slipway/failing/no-such-name

go 1.21
