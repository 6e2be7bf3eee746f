// A server made with forty packages of others, each of which adds a line to what /about says.
package main

import (
	"fmt"
	"log"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

const version = "one"

func main() {
	router := chi.NewRouter()
	router.Use(middleware.Recoverer)
	router.Get("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, greeting())
	})
	router.Get("/version", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "version %s", version)
	})
	router.Get("/about", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, strings.Join(about(), "\n"))
	})
	// The same pages by two other routers, below their own paths.
	router.Mount("/mux", withMux())
	router.Mount("/julien", withJulien())
	router.Get("/socket", echo)
	log.Println("listening on :8080, version", version)
	log.Fatal(http.ListenAndServe(":8080", router))
}

// about is what each package did with the greeting.
func about() []string {
	var lines []string
	for _, part := range [][]string{texts(), secrets(), formats(), squeezed(), networks(), others()} {
		lines = append(lines, part...)
	}
	return lines
}
