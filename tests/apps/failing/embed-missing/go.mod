module example.org/slipway/failing/embed-missing

go 1.21
