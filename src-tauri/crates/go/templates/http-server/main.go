// A small web server, as a container likes it: it listens on all addresses, says
// whether it is well, logs to standard output, and stops cleanly when asked to.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	// Containers are read through their output, so log there. Time and date are
	// added by whoever collects the log.
	log.SetFlags(0)
	log.SetOutput(os.Stdout)

	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// run serves until the process is asked to stop.
func run() error {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}

	// "docker stop" sends SIGTERM and, if that does not help, SIGKILL ten seconds
	// later. Ctrl+C in a terminal is os.Interrupt. Either one ends ctx.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	// No host before the colon: listen on every address. A server that listens on
	// 127.0.0.1 cannot be reached from outside its container.
	server := &http.Server{
		Addr:              ":" + port,
		Handler:           logged(routes()),
		ReadHeaderTimeout: 5 * time.Second,
	}

	failed := make(chan error, 1)
	go func() {
		log.Printf("listening on %s", server.Addr)
		failed <- server.ListenAndServe()
	}()

	select {
	case err := <-failed:
		return err // most likely the port is taken
	case <-ctx.Done():
		log.Print("stopping: finishing the requests that are under way")
	}

	// New connections are refused from here on; those that are open get time to end.
	deadline, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return fmt.Errorf("shutdown: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	log.Print("stopped")
	return nil
}

// routes says which path is answered by what.
func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", greet)
	mux.HandleFunc("GET /healthz", healthy)
	return mux
}

// greet answers with a greeting; /?name=Gopher greets Gopher.
func greet(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	if name == "" {
		name = "World"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "Hello, %s!\n", name)
}

// healthy is for whoever watches the container: it answers as long as the server
// can serve.
func healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "ok")
}

// logged writes one line for each request, once it is answered.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		answer := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		// %q: a path may hold anything, a log line must stay one line.
		log.Printf("%s %q %d %s", r.Method, r.URL.Path, answer.status, time.Since(start).Round(time.Microsecond))
	})
}

// recorder remembers the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
