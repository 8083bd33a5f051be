// The registration that lets Teams find KamBot.

@description('Name of the registration, unique in the world.')
param name string

@description('F0 or S1.')
param sku string

@description('The bot\'s app id.')
param appId string

@description('UserAssignedMSI or SingleTenant.')
param appType string

@description('Resource id of the identity; it stands behind the app id with UserAssignedMSI.')
param identityId string

@description('Host KamBot answers on.')
param domain string

@description('Tags.')
param tags object

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: 'KamBot'
    description: 'Keeps what account managers promise their clients.'
    endpoint: 'https://${domain}/api/messages'
    msaAppId: appId
    msaAppType: appType
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: appType == 'UserAssignedMSI' ? identityId : null
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

@description('Where Teams sends what is said to KamBot.')
output endpoint string = bot.properties.endpoint
