module example.org/slipway/failing/index

go 1.21
