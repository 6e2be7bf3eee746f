package main

type config struct{ name string }

func load() *config { return nil }

func main() {
	println(load().name)
}
