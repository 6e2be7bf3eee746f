// A server that says which version of it answers; tests edit the constant and ship again.
package main

import (
	"fmt"
	"log"
	"net/http"
)

const version = "one"

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "version %s", version)
	})
	log.Println("listening on :8080, version", version)
	log.Fatal(http.ListenAndServe(":8080", nil))
}
