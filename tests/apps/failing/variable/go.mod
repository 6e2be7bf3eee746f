module example.org/slipway/failing/variable

go 1.21
