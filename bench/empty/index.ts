/** The program that the others are measured beside: it declares nothing, so that all its time is the engine's and Node's. */
export {};
