// A server on a port below 1024, which elsewhere only root may listen on.
package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello from port 80") })
	log.Fatal(http.ListenAndServe(":80", nil))
}
