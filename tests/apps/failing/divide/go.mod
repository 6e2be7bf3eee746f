module example.org/slipway/failing/divide

go 1.21
