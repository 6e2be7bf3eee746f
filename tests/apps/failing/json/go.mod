module example.org/slipway/failing/json

go 1.21
