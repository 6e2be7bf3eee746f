module example.org/slipway/failing/stack

go 1.21
