// Speaks as Go's loggers do, once of each kind, and then waits.
package main

import (
	"fmt"
	"log/slog"
	"os"
	"time"
)

func main() {
	json := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelDebug}))
	json.Debug("price looked up", "order", "7f31", "latency_ms", 4)
	json.Info("order priced", "order", "7f31", "items", 3, "total", 48.9, "latency_ms", 12)
	json.Warn("price <b>service</b> slow", "attempt", 2, "host", "pricing:7000", "latency_ms", 812)
	text := slog.New(slog.NewTextHandler(os.Stderr, nil))
	text.Error("price lookup failed", "err", "context deadline exceeded", "latency_ms", 2000)
	slog.Info("listening", "addr", ":8080")
	fmt.Println(`10.0.0.1 - - [02/Jan/2026:10:00:00 +0000] "GET /report HTTP/1.1" 503 12`)
	fmt.Println("\x1b[32mgreen\x1b[0m \x1b[1;33mbold amber\x1b[0m \x1b[38;5;208mof 256\x1b[0m \x1b[7mexchanged\x1b[0m plain")
	time.Sleep(100 * time.Millisecond)
	fmt.Fprint(os.Stderr, `panic: assignment to entry in nil map

goroutine 7 [running]:
main.(*Cart).Total(0xc000010000, {0x1, 0x2})
	example.com/shop/internal/cart/cart.go:118 +0x1d
net/http.HandlerFunc.ServeHTTP(0x0, {0x0, 0x0}, 0x0)
	net/http/server.go:2294 +0x29
created by net/http.(*Server).Serve in goroutine 1
	net/http/server.go:3454 +0x4
`)
	fmt.Println("after it")
	if len(os.Args) > 1 {
		for n := 0; n < 200; n++ {
			json.Info("tick", "n", n)
			time.Sleep(20 * time.Millisecond)
		}
	}
	time.Sleep(time.Hour)
}
