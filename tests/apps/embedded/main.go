// A server whose page is in the program.
package main

import (
	"embed"
	"log"
	"net/http"
)

//go:embed pages
var pages embed.FS

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		page, err := pages.ReadFile("pages/index.txt")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Write(page)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
