package main

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"
	"github.com/gorilla/websocket"
	"github.com/julienschmidt/httprouter"
	"golang.org/x/net/http2/hpack"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

func withMux() http.Handler {
	router := mux.NewRouter()
	router.HandleFunc("/mux/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, greeting()) })
	return router
}

func withJulien() http.Handler {
	router := httprouter.New()
	router.GET("/julien/", func(w http.ResponseWriter, r *http.Request, _ httprouter.Params) {
		fmt.Fprint(w, greeting())
	})
	return router
}

// echo says over a socket what it hears.
func echo(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	connection, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	for {
		kind, words, err := connection.ReadMessage()
		if err != nil || connection.WriteMessage(kind, words) != nil {
			return
		}
	}
}

// networks is what is known of a name without asking anybody.
func networks() []string {
	ascii, _ := idna.ToASCII("bücher.example")
	suffix, _ := publicsuffix.PublicSuffix("forty.example.co.uk")
	return []string{
		"idna: " + ascii,
		"suffix: " + suffix,
		fmt.Sprintf("hpack: %d bytes", hpack.HuffmanEncodeLength(greeting())),
	}
}
