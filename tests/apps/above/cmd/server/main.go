// A server that is started in its own folder, cmd/server, and reads what lies two folders above.
package main

import (
	"flag"
	"log"
	"net/http"
	"os"
)

func main() {
	folder := flag.String("configs", "../../configs", "where the pages are")
	flag.Parse()
	page, err := os.ReadFile(*folder + "/page.txt")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write(page) })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
