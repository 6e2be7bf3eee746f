package main

import (
	"encoding/json"
	"log"
)

func main() {
	var settings map[string]string
	if err := json.Unmarshal([]byte(`{"name": "x",}`), &settings); err != nil {
		log.Fatal(err)
	}
}
