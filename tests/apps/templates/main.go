// A server that reads its pages and its settings from files in its working folder, and writes beside them.
package main

import (
	"bufio"
	"html/template"
	"log"
	"net/http"
	"os"
	"strings"
)

// load sets what a .env says, as the usual library does: what is set already stays.
func load(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, value, found := strings.Cut(lines.Text(), "=")
		if _, set := os.LookupEnv(name); found && !set && !strings.HasPrefix(name, "#") {
			os.Setenv(name, value)
		}
	}
	return lines.Err()
}

func main() {
	if err := load(".env"); err != nil {
		log.Fatal("Error loading .env file: ", err)
	}
	greeting := os.Getenv("GREETING")
	if greeting == "" {
		log.Fatal("GREETING is not set")
	}
	page := template.Must(template.ParseGlob("templates/*.html"))
	http.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("static"))))
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := os.WriteFile("visits.log", []byte("one\n"), 0o644); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		page.ExecuteTemplate(w, "index.html", greeting)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
