module example.org/slipway/http-server

go 1.21
