module example.org/slipway/counter

go 1.21
