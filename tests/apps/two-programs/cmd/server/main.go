// A server that does not start without the address of its database.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	database := os.Getenv("DATABASE_URL")
	if database == "" {
		log.Fatal("DATABASE_URL is required")
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello from the server") })
	log.Print("listening on ", port)
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
