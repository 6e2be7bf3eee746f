module example.org/slipway/failing/memory

go 1.21
