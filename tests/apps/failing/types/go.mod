module example.org/slipway/failing/types

go 1.21
