// Who the web app is: towards the storage account always, towards Teams unless an app registration stands for it.

@description('Name of the identity.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id.')
output id string = identity.id

@description('The id it asks for tokens with; of a bot registered by it, the app id.')
output clientId string = identity.properties.clientId

@description('The id that roles are given to.')
output principalId string = identity.properties.principalId
