package main

import (
	"bytes"
	"fmt"

	"github.com/BurntSushi/toml"
	"github.com/google/uuid"
	"github.com/gorilla/schema"
	"github.com/klauspost/compress/zstd"
	"gopkg.in/yaml.v3"
)

// page is what the formats write.
type page struct {
	Greeting string `toml:"greeting" yaml:"greeting" schema:"greeting"`
}

// formats writes the greeting in several ways.
func formats() []string {
	var asTOML bytes.Buffer
	if err := toml.NewEncoder(&asTOML).Encode(page{greeting()}); err != nil {
		return []string{err.Error()}
	}
	asYAML, _ := yaml.Marshal(page{greeting()})
	var read page
	if err := schema.NewDecoder().Decode(&read, map[string][]string{"greeting": {greeting()}}); err != nil {
		return []string{err.Error()}
	}
	return []string{
		"toml: " + asTOML.String(),
		"yaml: " + string(asYAML),
		"form: " + read.Greeting,
		"id: " + uuid.NewSHA1(uuid.NameSpaceURL, []byte(greeting())).String(),
	}
}

// squeezed is how small the greeting becomes.
func squeezed() []string {
	word := bytes.Repeat([]byte(greeting()), 40)
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		return []string{err.Error()}
	}
	defer encoder.Close()
	return []string{fmt.Sprintf("zstd: %d of %d bytes", len(encoder.EncodeAll(word, nil)), len(word))}
}
