package main

func main() {
	var port int = "8080"
	println(port)
}
