module example.org/slipway/failing/dials-itself

go 1.21
