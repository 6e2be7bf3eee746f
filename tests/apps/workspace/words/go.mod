module example.org/slipway/words

go 1.21
