// An example: copy it, change what differs, and give it to the deployment with --parameters.
using './main.bicep'

param name = 'kambot'
param planSku = 'B1'
param storageSku = 'Standard_ZRS'
param monitoring = true
param settings = {
  Conversation__Zone: 'Europe/Madrid'
  Conversation__Calendar: 'ES-CT'
}
param tags = {
  app: 'KamBot'
}

// With an app registration of your own instead of the managed identity:
//   param appType = 'SingleTenant'
//   param appId = '<application (client) id>'
//   param appPasswordSecretUri = 'https://<vault>.vault.azure.net/secrets/<name>'
