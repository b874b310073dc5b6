// Bundled into functions in place of `@aws-sdk/lib-dynamodb`, of which ElectroDB loads every command of DynamoDB and with them the
// whole client: 66 KB and 15 ms of every start. Our own code asks ElectroDB for parameters alone. bundle.ts names it.
export {};
