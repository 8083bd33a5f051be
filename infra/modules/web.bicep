// The program: a Linux web app that runs the published folder as it was uploaded.

@description('Name of the web app, and the first part of its host name.')
param name string

@description('Name of its plan.')
param planName string

@description('Region.')
param location string

@description('Size of the plan.')
param sku string

@description('Instances of the plan.')
param instances int

@description('Resource id of the identity the program runs under.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('The bot\'s app id.')
param appId string

@description('UserAssignedMSI or SingleTenant.')
param appType string

@description('Commercial, GCC, GCCHigh or DoD.')
param cloud string

@description('Address of the Key Vault secret with the client secret; empty without one.')
param appPasswordSecretUri string

@description('Address of the table service.')
param storageAccountUri string

@description('Further settings.')
param settings object

@description('Tags.')
param tags object

var own = {
  MicrosoftAppId: appId
  MicrosoftAppType: appType
  MicrosoftAppTenantId: tenant().tenantId
  Bot__Cloud: cloud
  // They share the rates that Teams allows a bot.
  Bot__Connector__Instances: string(instances)
  Storage__AccountUri: storageAccountUri
  // A web app with a user-assigned identity has no default one: this names it to the Azure libraries.
  AZURE_CLIENT_ID: identityClientId
  // The caller's address instead of the front end's, for the limits per source.
  ASPNETCORE_FORWARDEDHEADERS_ENABLED: 'true'
  // The uploaded zip is mounted as it is: an update is whole or not at all.
  WEBSITE_RUN_FROM_PACKAGE: '1'
  // Seconds for the turns that are running when an instance is stopped.
  WEBSITES_CONTAINER_STOP_TIME_LIMIT: '60'
}

// The web app reads the secret from the vault; neither this template nor its settings hold it.
var password = empty(appPasswordSecretUri) ? {} : {
  MicrosoftAppPassword: '@Microsoft.KeyVault(SecretUri=${appPasswordSecretUri})'
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: sku
    capacity: instances
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Whatever instance answers knows everything.
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'DOTNETCORE|10.0'
      appCommandLine: 'dotnet KamBot.dll'
      alwaysOn: true
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      healthCheckPath: '/healthz'
    }
  }
}

// Where the links on its cards lead.
var address = {
  App__PublicUrl: 'https://${site.properties.defaultHostName}'
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: site
  name: 'appsettings'
  properties: union(own, address, password, settings)
}

// Uploading is for whoever is signed in to Azure and may; the passwords of old are off.
resource ftpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource deployPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: site
  name: 'scm'
  properties: {
    allow: false
  }
}

@description('Host name.')
output domain string = site.properties.defaultHostName
