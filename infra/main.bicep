// Everything KamBot needs in Azure, in one resource group: an identity, a storage account that only this identity may read and
// write, a Linux web app, and the bot registration with its Teams channel. No secret passes through here. How to deploy it,
// and what to check after: README.md.
targetScope = 'resourceGroup'

@description('Beginning of every name: 3 to 11 lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'kambot'

@description('Region of the web app and the storage account. A bot registration has none.')
param location string = resourceGroup().location

@description('How the bot proves who it is: by the managed identity made here (nothing to renew), or by an app registration of your own tenant.')
@allowed([
  'UserAssignedMSI'
  'SingleTenant'
])
param appType string = 'UserAssignedMSI'

@description('SingleTenant only: the application (client) id of the app registration.')
param appId string = ''

@description('SingleTenant only: the address of the Key Vault secret that holds the client secret, without a version, so that a renewed one is taken over. The identity made here must be allowed to read it.')
param appPasswordSecretUri string = ''

@description('The Teams your people use. Deploy GCCHigh and DoD in Azure Government.')
@allowed([
  'Commercial'
  'GCC'
  'GCCHigh'
  'DoD'
])
param cloud string = 'Commercial'

@description('Size of the web app. B1 carries some hundred account managers; Free and Shared sleep, and reminders with them.')
@allowed([
  'B1'
  'B2'
  'S1'
  'P0v3'
  'P1v3'
])
param planSku string = 'B1'

@description('Instances that share the work. Two or more go on when one is replaced.')
@minValue(1)
@maxValue(10)
param instances int = 1

@description('Copies of what is stored: in one data centre, in three zones of the region, or also in a second region.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param storageSku string = 'Standard_LRS'

@description('Teams is a standard channel: the free registration is enough.')
@allowed([
  'F0'
  'S1'
])
param botSku string = 'F0'

@description('Further settings of KamBot, named as in its README with __ for the colon: { Conversation__Zone: \'Europe/Warsaw\' }.')
param settings object = {}

@description('Keeps the logs in a Log Analytics workspace and asks /readyz every quarter of an hour from three places (Application Insights).')
param monitoring bool = false

@description('Days the logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Put on every resource.')
param tags object = {}

// Host names are unique in the world, and the name is part of this one.
var unique = uniqueString(resourceGroup().id)
var siteName = '${name}-${unique}'
var botAppId = appType == 'SingleTenant' ? appId : identity.outputs.clientId

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: '${name}-identity'
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: '${name}${unique}'
    location: location
    sku: storageSku
    principalId: identity.outputs.principalId
    tags: tags
  }
}

module web 'modules/web.bicep' = {
  name: 'web'
  params: {
    name: siteName
    planName: '${name}-plan'
    location: location
    sku: planSku
    instances: instances
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    appId: botAppId
    appType: appType
    cloud: cloud
    appPasswordSecretUri: appPasswordSecretUri
    storageAccountUri: storage.outputs.tableEndpoint
    settings: settings
    tags: tags
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: siteName
    sku: botSku
    appId: botAppId
    appType: appType
    identityId: identity.outputs.id
    domain: web.outputs.domain
    tags: tags
  }
}

module monitor 'modules/monitoring.bicep' = if (monitoring) {
  name: 'monitoring'
  params: {
    name: name
    location: location
    siteName: siteName
    domain: web.outputs.domain
    retentionDays: logRetentionDays
    tags: tags
  }
}

@description('The web app, for az webapp deploy.')
output siteName string = siteName

@description('For the manifest command: --domain.')
output domain string = web.outputs.domain

@description('For the manifest command: --app-id.')
output appId string = botAppId

@description('Where Teams sends what is said to KamBot.')
output endpoint string = bot.outputs.endpoint

@description('SingleTenant only: who must be allowed to read the Key Vault secret (role Key Vault Secrets User).')
output identityPrincipalId string = identity.outputs.principalId
