module example.org/slipway/failing/undefined

go 1.21
