// An API that says what it does in JSON, one object a line: what happened, how loud, and the numbers beside it.
//
//	GET /products   answers, sometimes slowly
//	GET /checkout   fails every third time
//	GET /panic      a mistake in the program; the server catches it and lives on
package main

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

var checkouts atomic.Int64

func main() {
	// Everything that is logged from here on is JSON on standard output.
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}

	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]any{"try": []string{"/products", "/checkout", "/panic"}})
	})
	mux.HandleFunc("/products", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Duration(rand.Intn(40)) * time.Millisecond)
		answer(w, http.StatusOK, map[string]any{"products": []string{"tea", "cup"}})
	})
	mux.HandleFunc("/checkout", func(w http.ResponseWriter, r *http.Request) {
		if err := pay(checkouts.Add(1)); err != nil {
			slog.Error("checkout failed", "err", err, "path", r.URL.Path)
			answer(w, http.StatusBadGateway, map[string]any{"error": err.Error()})
			return
		}
		answer(w, http.StatusOK, map[string]any{"paid": true})
	})
	mux.HandleFunc("/panic", func(w http.ResponseWriter, r *http.Request) {
		var prices map[string]int
		prices["tea"] = 3 // nobody made the map
	})

	slog.Info("listening", "addr", ":"+port)
	if err := http.ListenAndServe(":"+port, logged(mux)); err != nil {
		slog.Error("cannot listen", "err", err)
		os.Exit(1)
	}
}

// pay fails every third time.
func pay(n int64) error {
	if n%3 == 0 {
		return errors.New("payment service: deadline exceeded")
	}
	return nil
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// logged writes a line for each request, with its status and how long it took.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &status{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(seen, r)
		level := slog.LevelInfo
		if seen.code >= 500 {
			level = slog.LevelWarn
		}
		slog.Log(r.Context(), level, r.Method+" "+r.URL.Path,
			"status", seen.code, "latency_ms", time.Since(begun).Milliseconds())
	})
}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}
