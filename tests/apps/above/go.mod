module example.org/slipway/above

go 1.21
