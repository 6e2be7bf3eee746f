// A server whose words are vendored.
package main

import (
	"fmt"
	"log"
	"net/http"

	"example.org/words"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, words.Hello) })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
