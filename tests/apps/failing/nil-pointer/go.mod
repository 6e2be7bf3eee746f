module example.org/slipway/failing/nil-pointer

go 1.21
