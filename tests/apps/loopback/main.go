// A server that listens on this machine's own address, unless it is told otherwise.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	host := os.Getenv("HOST")
	if host == "" {
		host = "127.0.0.1"
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello from everywhere") })
	log.Fatal(http.ListenAndServe(host+":8080", nil))
}
