module example.org/slipway/failing/unused-import

go 1.21
