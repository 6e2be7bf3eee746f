package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// No port is opened here: the handler is called directly.
func TestRoutes(t *testing.T) {
	tests := []struct {
		path   string
		status int
		body   string
	}{
		{"/", http.StatusOK, "Hello, World!\n"},
		{"/?name=Gopher", http.StatusOK, "Hello, Gopher!\n"},
		{"/healthz", http.StatusOK, "ok\n"},
		{"/nowhere", http.StatusNotFound, "404 page not found\n"},
	}
	handler := logged(routes())
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, test.path, nil))
			if answer.Code != test.status {
				t.Errorf("status %d, want %d", answer.Code, test.status)
			}
			if got := answer.Body.String(); got != test.body {
				t.Errorf("body %q, want %q", got, test.body)
			}
		})
	}
}
